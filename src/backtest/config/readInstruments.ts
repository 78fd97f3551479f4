import { type Place, refusedSetting, refusedValue } from "./place.js";
import { code, codes, entriesOf, isBlock, openBlock } from "./readValues.js";
import type { BacktestSettings } from "./settings.js";

/** Reads the lists of instruments that are left out, or not traded. */
export function readInstrumentLists(
  duplicates: Place,
  lists: Place,
): Pick<BacktestSettings, "excluded" | "notTraded"> {
  const listAt = openBlock(lists, ["ignore_instruments", "trading_restrictions", "bad_markets"]);
  const excludedDuplicates = readDuplicates(openBlock(duplicates, ["include", "exclude"])("exclude"));
  return {
    excluded: unique([...excludedDuplicates, ...codes(listAt("ignore_instruments"))]),
    notTraded: unique([...codes(listAt("bad_markets")), ...codes(listAt("trading_restrictions"))]),
  };
}

function readDuplicates(place: Place): readonly string[] {
  if (place.value === undefined) return [];
  if (!isBlock(place.value))
    throw refusedValue(place, "a block of codes by market, as in copper: COPPER-mini");
  return entriesOf(place).flatMap(([, inner]) => (Array.isArray(inner.value) ? codes(inner) : [code(inner)]));
}

/** Reads `instruments`. */
export function readInstruments(place: Place): readonly string[] | undefined {
  if (place.value === undefined) return undefined;
  const read = codes(place);
  if (read.length === 0)
    throw refusedSetting(place, "holds no instrument; leave it out for all that have data");
  return unique(read);
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
