import { ContangoError } from "../errors/contangoError.js";
import {
  boolColumn,
  type Column,
  type ColumnKind,
  cell,
  floatColumn,
  stringColumn,
  timeColumn,
} from "../series/column.js";
import { Frame, type FrameMeta } from "../series/frame.js";
import { type TimeLike, toTime } from "../time/text.js";
import { CUSTOM_META, customPositionAt, customPositionColumns, isCustomPosition } from "./customPosition.js";
import type { OptimalPosition, OptimalPositionKind } from "./optimalPosition.js";

type Field = readonly [name: string, column: string, kind: Exclude<ColumnKind, "int64">];

const REFERENCE = [
  ["referencePrice", "reference_price", "float64"],
  ["referenceContract", "reference_contract", "string"],
] as const;

/** For each kind, its fields and the columns they are stored in, in stored order. */
const FIELDS: Readonly<Record<OptimalPositionKind, readonly Field[]>> = {
  simple: [["position", "position", "float64"]],
  buffered: [["lower", "lower_position", "float64"], ["upper", "upper_position", "float64"], ...REFERENCE],
  raw: [
    ["optimal", "optimal_position", "float64"],
    ...REFERENCE,
    ["referenceTime", "reference_date", "time"],
  ],
  dynamic: [
    ...REFERENCE,
    ["referenceTime", "reference_date", "time"],
    ["optimal", "optimal_position", "float64"],
    ["weightPerContract", "weight_per_contract", "float64"],
    ["previousPosition", "previous_position", "float64"],
    ["previousWeight", "previous_weight", "float64"],
    ["reduceOnly", "reduce_only", "bool"],
    ["dontTrade", "dont_trade", "bool"],
    ["positionLimitContracts", "position_limit_contracts", "float64"],
    ["positionLimitWeight", "position_limit_weight", "float64"],
    ["optimumWeight", "optimum_weight", "float64"],
    ["minimumWeight", "minimum_weight", "float64"],
    ["maximumWeight", "maximum_weight", "float64"],
    ["startWeight", "start_weight", "float64"],
    ["optimisedWeight", "optimised_weight", "float64"],
    ["optimisedPosition", "optimised_position", "float64"],
  ],
};

const KINDS = Object.keys(FIELDS) as OptimalPositionKind[];

/** Columns in which a kind of optimal position is stored, in order. */
export function optimalPositionColumns(kind: OptimalPositionKind): readonly string[] {
  return FIELDS[kind].map(([, column]) => column);
}

/**
 * The kind of optimal position that a set of columns, in any order, holds.
 *
 * @throws ContangoError `OPTIMAL_POSITION_KIND` where it is none of the known sets.
 */
export function optimalPositionKind(columns: readonly string[]): OptimalPositionKind {
  const given = new Set(columns);
  const kind = KINDS.find((known) => {
    const wanted = optimalPositionColumns(known);
    return wanted.length === given.size && wanted.every((column) => given.has(column));
  });
  if (kind !== undefined) return kind;
  throw new ContangoError(
    "OPTIMAL_POSITION_KIND",
    "positions",
    `columns ${columns.join(", ") || "(none)"} are not those of an optimal position; known are ${KINDS.map(
      (known) => `${known} (${optimalPositionColumns(known).join(", ")})`,
    ).join("; ")}`,
    { details: { columns } },
  );
}

/**
 * Refuses a frame that holds no optimal positions.
 *
 * @throws ContangoError `OPTIMAL_POSITION_KIND` where its columns are of no known kind, nor declared as the user's own.
 */
export function checkOptimalPositions(frame: Frame): void {
  if (!isCustomPosition(frame)) optimalPositionKind(frame.names);
}

/**
 * An optimal position as a frame of one row, to append to its history. One of the user's own kind declares its columns by the
 * metadata of the frame.
 *
 * @throws ContangoError `POSITION_VALUE` where a field is missing; `TIME_TEXT`, `TIME_VALUE`.
 */
export function optimalPositionFrame(time: TimeLike, position: OptimalPosition, meta: FrameMeta = {}): Frame {
  if (position.kind === "custom") {
    const columns = customPositionColumns(position);
    return new Frame(Float64Array.of(toTime(time)), columns, { ...meta, ...CUSTOM_META });
  }
  const values: Readonly<Record<string, unknown>> = { ...position };
  const columns = FIELDS[position.kind].map(([name, column, kind]): [string, Column] => [
    column,
    oneRow(kind, given(position.kind, name, values[name])),
  ]);
  return new Frame(Float64Array.of(toTime(time)), new Map(columns), meta);
}

/**
 * One row of a history of optimal positions; by default the last. Numbers may be stored as integers, flags as numbers.
 *
 * @param row from 0; negative rows count from the end.
 * @throws ContangoError `OPTIMAL_POSITION_KIND` where the columns are of no known kind, one holds another type, or there
 * is no such row.
 */
export function optimalPositionAt(frame: Frame, row = -1): OptimalPosition & { readonly time: number } {
  const kind = isCustomPosition(frame) ? "custom" : optimalPositionKind(frame.names);
  const index = row < 0 ? frame.length + row : row;
  const time = frame.time[index];
  if (time === undefined) {
    throw new ContangoError(
      "OPTIMAL_POSITION_KIND",
      "positions",
      `there is no row ${row} in a history of ${frame.length} optimal positions`,
      { details: { row } },
    );
  }
  if (kind === "custom") return { ...customPositionAt(frame, index), time };
  const fields = FIELDS[kind].map(([name, column, type]) => [name, value(frame, column, type, index)]);
  return { kind, ...Object.fromEntries(fields), time };
}

function given(kind: OptimalPositionKind, name: string, value: unknown): unknown {
  if (value !== undefined && value !== null) return value;
  throw new ContangoError(
    "POSITION_VALUE",
    "positions",
    `a ${kind} optimal position has no ${name}; give one (NaN for a number that is not known)`,
    { details: { kind, field: name } },
  );
}

function oneRow(kind: Field[2], value: unknown): Column {
  switch (kind) {
    case "float64":
      return floatColumn(Float64Array.of(Number(value)));
    case "time":
      return timeColumn(Float64Array.of(Number(value)));
    case "bool":
      return boolColumn(Uint8Array.of(Number(value)));
    case "string":
      return stringColumn([String(value)]);
  }
}

function value(frame: Frame, name: string, kind: Field[2], row: number): number | boolean | string {
  const column = frame.column(name);
  if ((kind === "string") !== (column.kind === "string")) {
    throw new ContangoError(
      "OPTIMAL_POSITION_KIND",
      "positions",
      `column "${name}" of an optimal position holds ${column.kind}, where ${kind} is needed`,
      { details: { column: name, kind: column.kind } },
    );
  }
  const stored = cell(column, row);
  if (kind === "string") return String(stored ?? "");
  return kind === "bool" ? Boolean(Number(stored)) : Number(stored);
}
