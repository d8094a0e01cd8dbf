/** Members that have a place of their own in a line. */
const PLACED = ['time', 'level', 'msg'];

/**
 * One JSON log line as a line for people: `12:34:56.789 INFO  message name=value`. Values stay JSON, so that no foreign
 * text reaches the terminal with its control characters.
 */
export function formatLine(json: string): string {
  const line = JSON.parse(json) as Record<string, unknown>;
  const { time, level, msg } = line as { time: unknown; level: unknown; msg: unknown };
  const fields = Object.entries(line)
    .filter(([name]) => !PLACED.includes(name))
    .map(
      ([name, value]) =>
        `${bare(name)}=${typeof value === 'string' && bare(value) === value ? value : printable(JSON.stringify(value))}`,
    );
  return `${[String(time).slice(11, 23), String(level).toUpperCase().padEnd(5), printable(String(msg)), ...fields].join(' ')}\n`;
}

/** A text that needs no quotes stays as it is; any other becomes a JSON string. */
function bare(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : printable(JSON.stringify(text));
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
