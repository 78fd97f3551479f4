import { type Place, placeAt, refusedSetting } from "./place.js";
import { GROUPING, readGrouping } from "./readGrouping.js";
import { entriesOf, isBlock, isCode, namedValues, number } from "./readValues.js";
import type { ForecastWeights, InstrumentWeights, Weights } from "./settings.js";

/** Looks at a name that something is weighted under, and throws where it is none. */
export type CheckName = (place: Place, name: string) => void;

/** Reads `instrument_weights`. */
export function readInstrumentWeights(place: Place): InstrumentWeights {
  if (place.value === undefined) return { kind: "equal" };
  return readGrouped(place, isCode) ?? { kind: "flat", weights: readFlat(place, isCode) };
}

/** Reads `forecast_weights`. */
export function readForecastWeights(place: Place, isRule: CheckName): ForecastWeights {
  if (place.value === undefined) return { kind: "equal" };
  const grouped = readGrouped(place, isRule);
  if (grouped !== undefined) return grouped;
  const entries = entriesOf(place);
  if (!entries.some(([, { value }]) => isBlock(value))) {
    return { kind: "flat", weights: readFlat(place, isRule) };
  }
  const stray = entries.find(([, { value }]) => !isBlock(value));
  if (stray !== undefined) {
    throw refusedSetting(
      stray[1],
      "is one weight among blocks of them; give weights by instrument or for all alike",
    );
  }
  const weights = namedValues((inner) => readNamed(inner, isRule), isCode)(place)!;
  // An instrument for which every rule is too dear has weights of 0; all instruments cannot.
  const none = Object.values(weights).every(isZero);
  const empty = entries.find(([code]) => none || Object.keys(weights[code]!).length === 0);
  if (empty !== undefined) throw noWeight(empty[1]);
  return { kind: "byInstrument", weights };
}

function readGrouped(place: Place, checkMember: CheckName) {
  const entries = entriesOf(place);
  if (!entries.some(([name]) => name === GROUPING)) return undefined;
  const other = entries.find(([name]) => name !== GROUPING);
  if (other !== undefined) {
    throw refusedSetting(other[1], `stands beside ${GROUPING}; leave one of them out`, "key");
  }
  return { kind: "grouped", grouping: readGrouping(placeAt(place, GROUPING), checkMember) } as const;
}

function readFlat(place: Place, checkName: CheckName): Weights {
  const weights = readNamed(place, checkName);
  if (isZero(weights)) throw noWeight(place);
  return weights;
}

const readNamed = (place: Place, checkName: CheckName): Weights =>
  namedValues(number({ from: 0 }), checkName)(place)!;

const isZero = (weights: Weights): boolean => Object.values(weights).every((weight) => weight === 0);

const noWeight = (place: Place) =>
  refusedSetting(place, "holds no weight above zero; leave it out for equal weights");
