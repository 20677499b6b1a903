/** When small packages are built: 2023-11-14. */
const BUILT_SECONDS = 1_700_000_000;
const DAY_SECONDS = 24 * 60 * 60;

/** Returns the `%changelog` of a package that was changed so many days before it was built, the last change first. */
export function changelogOf(days: readonly number[]): string {
  if (days.length === 0) return '';
  const entries = days.map((day) => {
    const [weekday, date, month, year] = new Date((BUILT_SECONDS - day * DAY_SECONDS) * 1000)
      .toUTCString()
      .replace(',', '')
      .split(' ');
    return `* ${weekday} ${month} ${date} ${year} Packagers <packagers@example.org> - 1.0-1\n- Changed\n`;
  });
  return `%changelog\n${entries.join('\n')}`;
}
