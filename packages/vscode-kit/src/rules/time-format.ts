/** Says an RFC 3339 instant with date, time and zone, in a language of VS Code: `en`, `de`, `pt-br`. */
export function createTimeFormat(language: string): (instant: string) => string {
  const [locale] = supportedLocales(language);
  // The extension may run on a machine with another time zone than the person's: so it says which one it means.
  const format = new Intl.DateTimeFormat(locale ?? 'en', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return (instant) => format.format(new Date(instant));
}

/** A language pack may be named as no locale is. */
function supportedLocales(language: string): string[] {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([language]);
  } catch {
    return [];
  }
}
