/*
 * A line is written as an SVG path in whole-number coordinates, and the page reads its points back from that path: the
 * data is in the page once.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a line goes from one point to the next: straight, or level until the next time and then up or down. */
export type LineShape = "straight" | "step";

/** The path of some runs of points, relative steps after each run's start. A run of one point is a dot. */
export function linePath(runs: readonly (readonly Point[])[], shape: LineShape): string {
  return runs.map((run) => runPath(run, "M", shape)).join("");
}

/** The outline of a band: along its upper edge and back along its lower one, for each run of both. */
export function bandPath(
  upper: readonly (readonly Point[])[],
  lower: readonly (readonly Point[])[],
  shape: LineShape,
): string {
  return upper
    .map((run, at) => {
      // Backwards a step goes up or down first, so the lower edge's corners are points of their own.
      const edge = shape === "step" ? corners(lower[at]!) : lower[at]!;
      return `${runPath(run, "M", shape)}${runPath(edge.toReversed(), "L", "straight")}z`;
    })
    .join("");
}

function runPath(run: readonly Point[], start: "M" | "L", shape: LineShape): string {
  const [first, ...rest] = run;
  if (first === undefined) return "";
  let { x, y } = first;
  let text = `${start}${x} ${y}`;
  if (rest.length === 0) return start === "M" ? `${text}h0` : text;
  if (shape === "straight") text += "l";
  let separate = false;
  for (const point of rest) {
    const across = point.x - x;
    const down = point.y - y;
    if (shape === "step") text += `h${across}v${down}`;
    else text += `${separate && across >= 0 ? " " : ""}${across}${down < 0 ? "" : " "}${down}`;
    separate = true;
    ({ x, y } = point);
  }
  return text;
}

function corners(run: readonly Point[]): Point[] {
  return run.flatMap((point, at) => (at === 0 ? [point] : [{ x: point.x, y: run[at - 1]!.y }, point]));
}

/** Points of a line, one entry each; `starts[i]` is true where a run begins. */
export interface LinePoints {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly starts: readonly boolean[];
}

/** The points that {@link linePath} wrote. Runs in the page too, so it stands alone. */
export function readLinePath(path: string): LinePoints {
  const x: number[] = [];
  const y: number[] = [];
  const starts: boolean[] = [];
  let atX = 0;
  let atY = 0;
  const add = (start: boolean): void => {
    x.push(atX);
    y.push(atY);
    starts.push(start);
  };
  for (const run of path.split("M").slice(1)) {
    const [start, ...steps] = run.split(/(?=[lh])/);
    const [startX, startY] = (start!.match(/-?\d+/g) ?? []).map(Number);
    atX = startX ?? 0;
    atY = startY ?? 0;
    add(true);
    const moves = (steps.join(" ").match(/-?\d+/g) ?? []).map(Number);
    for (let move = 0; move + 1 < moves.length; move += 2) {
      atX += moves[move]!;
      atY += moves[move + 1]!;
      add(false);
    }
  }
  return { x, y, starts };
}
