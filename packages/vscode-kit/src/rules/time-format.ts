/** Says an RFC 3339 instant with date, time and zone, in a language of VS Code: `en`, `de`, `pt-br`. */
export function createTimeFormat(language: string): (instant: string) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (instant) => {
    // Made when it is needed first: that alone takes longer than the rest of an activation.
    format ??= new Intl.DateTimeFormat(supportedLocales(language)[0] ?? 'en', PARTS);
    return format.format(new Date(instant));
  };
}

// The extension may run on a machine with another time zone than the person's: so it says which one it means.
const PARTS = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const satisfies Intl.DateTimeFormatOptions;

/** A language pack may be named as no locale is. */
function supportedLocales(language: string): string[] {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([language]);
  } catch {
    return [];
  }
}
