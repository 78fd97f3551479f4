import type { FileSystem } from "../files.js";
import type { Collection, RecordChange, RecordDocument, RecordKey } from "../recordStore.js";
import { recordText } from "../recordText.js";
import { copyValue, keyText, meetsExpectation } from "../recordValues.js";
import { documentsOf, type RecordFile } from "./recordForm.js";
import { recordForm } from "./recordForms.js";
import { type DocumentLines, linesStore } from "./recordLines.js";
import { type TableStore, tableStore } from "./tableStore.js";

/** What a change did: nothing was written where its expectation did not hold. */
export interface RecordChanged {
  readonly held: boolean;
  /** True where a document of the key was there before. */
  readonly existed: boolean;
}

/** The documents of a collection in a folder. */
export interface CsvCollection {
  get(key: RecordKey): Promise<RecordDocument | undefined>;
  all(): Promise<readonly RecordDocument[]>;
  /** Does changes one after the other, each file written once; only while no other writer is at work. */
  change(changes: readonly RecordChange[]): Promise<readonly RecordChanged[]>;
}

/** What is to become of a document: `null` for its end. */
interface Edit {
  readonly holder: RecordKey | RecordDocument;
  readonly document: RecordDocument | null;
}

/**
 * A collection in the files of its form, where it has one. What these cannot hold whole, and every document of a collection
 * without a form, stands in a file of lines, which wins where both have a document: at each step of a change a document is as
 * it was or as it is to be.
 */
export function csvCollection(files: FileSystem, root: string, collection: Collection): CsvCollection {
  const form = recordForm(collection.name);
  const tables = form && tableStore(files, root, form);
  const lines = linesStore(files, root, collection);
  const load = (name: string): Promise<RecordFile> => tables!.load(name);
  const inTable = async (
    holder: RecordKey | RecordDocument,
    tableOf = load,
  ): Promise<RecordDocument | undefined> => {
    const name = form?.fileOf(holder);
    return name === undefined ? undefined : (await tableOf(name)).get(tableKey(collection, holder));
  };
  /** Looks into tables and lines until these have not changed meanwhile. */
  const settled = async <Found>(look: (now: DocumentLines) => Promise<Found>): Promise<Found> => {
    for (;;) {
      const now = await lines.load();
      const found = await look(now);
      if (form === undefined || (await lines.load()) === now) return found;
    }
  };
  return {
    get: (key) =>
      settled(async (now) => {
        const found = now.get(keyText(collection, key));
        return found === undefined ? inTable(key) : copyValue(found);
      }),
    all: () =>
      settled(async (now) => {
        const found = (await tabled(tables)).filter((one) => !now.has(keyText(collection, one)));
        return [...found, ...[...now.values()].map((document) => copyValue(document))];
      }),
    async change(changes) {
      const now = await lines.load();
      const tableOf = once(load);
      const edits = new Map<string, Edit>();
      const results: RecordChanged[] = [];
      for (const change of changes) {
        const holder = change.kind === "put" ? change.document : change.key;
        const key = keyText(collection, holder);
        const edited = edits.get(key)?.document;
        const stored =
          edited === undefined ? (now.get(key) ?? (await inTable(holder, tableOf))) : (edited ?? undefined);
        const held = meetsExpectation(stored, change.expected);
        results.push({ held, existed: stored !== undefined });
        if (!held) continue;
        const document = change.kind === "put" ? change.document : null;
        if (recordText(document) !== recordText(stored ?? null)) edits.set(key, { holder, document });
      }
      if (edits.size > 0) await write(now, edits, tableOf);
      return results;
    },
  };

  async function write(
    now: DocumentLines,
    edits: ReadonlyMap<string, Edit>,
    tableOf: typeof load,
  ): Promise<void> {
    const { saves, entering, leaving } = await plan(now, edits, tableOf);
    const joined = new Map([...now, ...entering]);
    const left = new Map([...joined].filter(([key]) => !leaving.has(key)));
    if (saves.length === 0) return lines.save(left);
    // What is new in the lines is there before it is gone from a table, what is new in a table before it is gone from the lines.
    if (entering.size > 0) await lines.save(joined);
    for (const save of saves) await save();
    if (leaving.size > 0) await lines.save(left);
  }

  /** What to save of tables, and which documents are to enter the lines and which to leave them. */
  async function plan(now: DocumentLines, edits: ReadonlyMap<string, Edit>, tableOf: typeof load) {
    const entering = new Map<string, RecordDocument>();
    const leaving = new Set<string>();
    const toTables = new Map<string, Map<string, RecordDocument | null>>();
    const settle = (key: string, document: RecordDocument | null): void => {
      if (document !== null) entering.set(key, document);
      else if (now.has(key)) leaving.add(key);
    };
    for (const [key, { holder, document }] of edits) {
      const name = form?.fileOf(holder);
      if (name === undefined) settle(key, document);
      else {
        const those = toTables.get(name) ?? new Map<string, RecordDocument | null>();
        toTables.set(name, those.set(tableKey(collection, holder), document));
      }
    }
    const saves: (() => Promise<void>)[] = [];
    for (const [name, changes] of toTables) {
      const before = await tableOf(name);
      const after = before.with(changes);
      if (after !== before) saves.push(() => tables!.save(name, after));
      for (const [value, document] of changes) {
        const isWhole = after.get(value) !== undefined;
        settle(keyText(collection, { [collection.key[0]!]: value }), isWhole ? null : document);
      }
    }
    return { saves, entering, leaving };
  }
}

/** The key of a document in its table; only where the form has a file for it. */
const tableKey = ({ key: [field] }: Collection, holder: RecordKey | RecordDocument): string =>
  holder[field!] as string;

/** The same, asked once for each name. */
function once<Value>(load: (name: string) => Promise<Value>): (name: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (name) => {
    const value = known.get(name) ?? load(name);
    known.set(name, value);
    return value;
  };
}

async function tabled(tables: TableStore | undefined): Promise<readonly RecordDocument[]> {
  if (tables === undefined) return [];
  const found = await Promise.all((await tables.list()).map((name) => tables.load(name)));
  return found.flatMap(documentsOf);
}
