import { ContangoError } from "../errors/contangoError.js";
import { appendFrame } from "./appendFrame.js";
import type { RecordChange } from "./recordStore.js";
import { copyValue, keyOfChange, keyText } from "./recordValues.js";
import type { SeriesChange } from "./seriesStore.js";
import type { Batch, Change } from "./storage.js";

export interface OpenBatch {
  readonly batch: Batch;
  /** Ends the collecting and gives one change a symbol and a document. */
  end(): readonly Change[];
}

/**
 * Collects writes. Several to one symbol or document become one that does what they do in turn, under the
 * expectation of the first.
 */
export function openBatch(): OpenBatch {
  const changes = new Map<string, Change>();
  let ended = false;

  const add = (key: string, what: string, change: Change, merged: (before: Change) => Change): void => {
    if (ended) {
      throw new ContangoError(
        "STORE_BATCH",
        "storage",
        `${what} comes after the end of its batch; await everything inside the function given to atomically`,
      );
    }
    const before = changes.get(key);
    if (before !== undefined && change.change.expected !== undefined) {
      throw new ContangoError(
        "STORE_BATCH",
        "storage",
        `${what} is written twice in one batch, and the second write expects what is stored; make it one write`,
      );
    }
    changes.set(key, before === undefined ? change : merged(before));
  };
  const addSeries = (change: SeriesChange): void => {
    const { library, symbol } = change;
    add(
      JSON.stringify(["series", library, symbol]),
      `"${symbol}" of "${library}"`,
      { store: "series", change },
      (before) => ({ store: "series", change: mergeSeries(before.change as SeriesChange, change) }),
    );
  };
  const addRecord = (change: RecordChange): void => {
    const { collection } = change;
    const key = keyText(collection, keyOfChange(change));
    add(
      JSON.stringify(["records", collection.name, key]),
      `document ${key} of "${collection.name}"`,
      { store: "records", change },
      (before) => ({ store: "records", change: mergeRecord(before.change as RecordChange, change) }),
    );
  };

  return {
    batch: {
      writeSeries: (library, symbol, frame, expected) =>
        addSeries({ kind: "write", library, symbol, frame, expected }),
      appendSeries: (library, symbol, frame, expected) =>
        addSeries({ kind: "append", library, symbol, frame, expected }),
      deleteSeries: (library, symbol, expected) => addSeries({ kind: "delete", library, symbol, expected }),
      putRecord: (collection, document, expected) =>
        addRecord({
          kind: "put",
          collection,
          document: copyValue(document, collection.name),
          ...(expected === undefined ? {} : { expected }),
        }),
      deleteRecord: (collection, key, expected) =>
        addRecord({ kind: "delete", collection, key, ...(expected === undefined ? {} : { expected }) }),
    },
    end() {
      ended = true;
      return [...changes.values()];
    },
  };
}

/** One change that does what two do in turn. */
function mergeSeries(first: SeriesChange, second: SeriesChange): SeriesChange {
  const { expected } = first;
  if (second.kind !== "append") return { ...second, expected };
  if (first.kind === "delete") return { ...second, kind: "write", expected };
  const { library, symbol } = second;
  return { ...first, frame: appendFrame(first.frame, second.frame, library, symbol) };
}

/** The second change under the expectation of the first. */
function mergeRecord(first: RecordChange, second: RecordChange): RecordChange {
  const { expected } = first;
  if (expected === undefined) return second;
  if (second.kind === "put") return { ...second, expected };
  if (expected !== null) return { ...second, expected };
  throw new ContangoError(
    "STORE_BATCH",
    "storage",
    `a document of "${second.collection.name}" is put where none is expected and deleted in one batch; leave both out`,
  );
}
