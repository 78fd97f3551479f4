/**
 * Gives ids that sort, as text, in the order in which they were given, and by time among makers; a clock that is set back
 * does not change that.
 *
 * @param maker tells those apart who give ids at the same moment: eight random letters or digits.
 */
export function sortedIds(maker: string): (time: number) => string {
  let latest = 0;
  let count = 0;
  return (time) => {
    const moment = Math.floor(time);
    if (moment > latest) {
      latest = moment;
      count = 0;
    }
    return `${digits(latest, 15)}-${maker}-${digits(count++, 9)}`;
  };
}

const digits = (value: number, width: number): string => String(value).padStart(width, "0");
