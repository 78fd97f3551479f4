import { oneLine } from "../../production/oneLine.js";
import { printsAs } from "../../series/printsAs.js";
import { textTable } from "../../series/textTable.js";

/** A column of a table: its heading, and the text of an item in it. */
export interface ListColumn<Item> {
  readonly name: string;
  readonly text: (item: Item) => string;
  /** True for numbers, whose ends stand below each other. */
  readonly right?: boolean;
}

/** Items that print as a table, a line each. */
export interface Listing<Item> extends ReadonlyArray<Item> {
  toString(): string;
}

/** Items as a list that prints as a table with these columns; an empty one prints as `no …`. */
export function listing<Item>(
  what: string,
  items: readonly Item[],
  columns: readonly ListColumn<Item>[],
): Listing<Item> {
  const text = (): string => (items.length === 0 ? `no ${what}` : tableOf(items, columns));
  return printsAs([...items], text);
}

function tableOf<Item>(items: readonly Item[], columns: readonly ListColumn<Item>[]): string {
  const cells = [
    columns.map(({ name }) => name),
    ...items.map((item) => columns.map(({ text }) => oneLine(text(item)))),
  ];
  return textTable(cells, (column) => columns[column]!.right === true).join("\n");
}
