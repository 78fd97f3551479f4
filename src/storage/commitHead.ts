import { ContangoError } from "../errors/contangoError.js";
import type { Host, ProcessIdentity } from "./host.js";
import { entryDocument, type JournalEntry, journalEntry } from "./journal.js";
import { COLLECTIONS } from "./libraries.js";
import type { RecordChange, RecordDocument, RecordStore } from "./recordStore.js";

/** Nobody commits. */
export interface FreeHead {
  readonly state: "free";
  readonly id: string;
}

interface BusyHead {
  readonly id: string;
  /** Names the commit; never used again. */
  readonly commit: string;
  /** Who is at work on it. */
  readonly owner: ProcessIdentity;
  /** Rises with every sign of life. */
  readonly beat: number;
}

/** Somebody prepares a commit that the head named `home` will hold; nothing has been decided. */
export interface HeldHead extends BusyHead {
  readonly state: "held";
  readonly home: string;
}

/** A commit is decided and is being shown. */
export interface CommittedHead extends BusyHead {
  readonly state: "committed";
  readonly entry: JournalEntry;
}

/**
 * The one document of a record store by which processes take turns, and which holds the journal entry of the commit
 * that is being shown. Whoever changes it says what it read: of two at once, one succeeds.
 */
export type Head = FreeHead | HeldHead | CommittedHead;

export interface HeadStore {
  /** The id of this head, made with it. */
  id(): Promise<string>;
  /** The head, `undefined` where nothing was ever committed: looking makes no document. */
  peek(): Promise<Head | undefined>;
  read(): Promise<Head>;
  /** Replaces what was read; false where it has changed since. */
  swap(from: Head, to: Head): Promise<boolean>;
}

const COLLECTION = COLLECTIONS.journal;
const KEY = { name: "head" };
const FORMAT = 1;

/** The head in a record store, made when it is first needed. */
export function headStore(records: RecordStore, { newId }: Pick<Host, "newId">): HeadStore {
  let id: string | undefined;
  const peek = async (): Promise<Head | undefined> => {
    const document = await records.get(COLLECTION, KEY);
    return document && headOf(document);
  };
  const read = async (): Promise<Head> => {
    for (;;) {
      const head = await peek();
      id = head?.id;
      if (head !== undefined) return head;
      await records.compareAndSet(headChange({ state: "free", id: newId() }, null));
    }
  };
  return {
    peek,
    read,
    id: async () => id ?? (await read()).id,
    swap: (from, to) => records.compareAndSet(headChange(to, expectation(from))),
  };
}

/** A change that succeeds only while nobody commits, and changes nothing. */
export const whileFree = (id: string): RecordChange => headChange({ state: "free", id }, { state: "free" });

const headChange = (head: Head, expected: RecordDocument | null): RecordChange => ({
  kind: "put",
  collection: COLLECTION,
  document: headDocument(head),
  expected,
});

const expectation = (head: Head): RecordDocument =>
  head.state === "free" ? { state: "free" } : { state: head.state, commit: head.commit, beat: head.beat };

function headDocument(head: Head): RecordDocument {
  const { state, id } = head;
  const start = { ...KEY, format: FORMAT, id, state };
  if (head.state === "free") return start;
  const { commit, beat } = head;
  const busy = { ...start, commit, beat, owner: { ...head.owner } };
  return head.state === "held" ? { ...busy, home: head.home } : { ...busy, entry: entryDocument(head.entry) };
}

function headOf(document: RecordDocument): Head {
  if (Number(document.format) > FORMAT) {
    throw new ContangoError(
      "STORE_FORMAT",
      "storage",
      `the journal has format ${String(document.format)}, and this release reads ${FORMAT}; use a newer contango`,
    );
  }
  const head = document as unknown as Head;
  switch (head.state) {
    case "free":
    case "held":
      return head;
    case "committed":
      return { ...head, entry: journalEntry(document.entry as RecordDocument) };
    default:
      throw new ContangoError(
        "STORE_CORRUPT",
        "storage",
        `the document "${KEY.name}" of ${COLLECTION.name} is not one of ours; restore it, or delete it while nothing else runs`,
      );
  }
}
