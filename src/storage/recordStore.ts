/** A 32-bit integer, where a store must keep it apart from a double. Plain numbers are doubles. */
export class Int32 {
  readonly value: number;
  constructor(value: number) {
    this.value = value | 0;
  }
  valueOf(): number {
    return this.value;
  }
}

/**
 * A stored value. Every store gives back the kind it was given: a double stays a double, an {@link Int32} an
 * int32, a bigint a 64-bit integer, a `Date` a date of millisecond precision.
 */
export type RecordValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Int32
  | Date
  | Uint8Array
  | readonly RecordValue[]
  | { readonly [field: string]: RecordValue };

/** Named values. Field order is kept. */
export type RecordDocument = { readonly [field: string]: RecordValue };

/**
 * A collection and the fields that together name one document in it. Key values are text, numbers (kinds of
 * number compare equal by value) or booleans.
 */
export interface Collection {
  readonly name: string;
  readonly key: readonly string[];
}

/** Values of the key fields of one document. */
export type RecordKey = { readonly [field: string]: string | number | bigint | boolean | Int32 };

export interface RecordQuery {
  /**
   * Fields that must equal these values: numbers by value, whatever their kind; arrays and objects as a whole; null
   * only where the field is there and null.
   */
  readonly equals?: RecordDocument;
  /** One field within bounds; documents without it, or with a value of another type, do not match. */
  readonly range?: {
    readonly field: string;
    readonly from?: number | string | Date;
    readonly to?: number | string | Date;
    /** True: `to` itself is left out. */
    readonly toExclusive?: boolean;
  };
  /**
   * Sort by this field, ties by key going up; without it by key. Documents that lack the field, or have null there,
   * come first going up and last going down. Types in this order: number, text, object, array, bytes, boolean, date.
   */
  readonly sort?: { readonly field: string; readonly descending?: boolean };
  readonly limit?: number;
  /** Where the previous page ended, from {@link RecordPage.cursor}. */
  readonly cursor?: string;
}

export interface RecordPage {
  readonly documents: readonly RecordDocument[];
  /** Present where `limit` cut the answer: pass it to get the next page. */
  readonly cursor?: string;
}

/** One change to one document. `expected`: fields it must have now (`{}` = it must be there); `null` = it must be absent. */
export type RecordChange =
  | {
      readonly kind: "put";
      readonly collection: Collection;
      readonly document: RecordDocument;
      readonly expected?: RecordDocument | null;
    }
  | {
      readonly kind: "delete";
      readonly collection: Collection;
      readonly key: RecordKey;
      readonly expected?: RecordDocument;
    };

/**
 * Documents by collection and key. A document holds its own key fields. Every write is durable when its promise
 * resolves, and touches one document; several together go through `Storage.atomically`.
 *
 * Errors: `RECORD_VALUE` for a value of no known kind (NaN and infinities are doubles and allowed);
 * `RECORD_KEY` where a key field is missing or of another type; `STORE_IO`; `STORE_CLOSED`.
 */
export interface RecordStore {
  get(collection: Collection, key: RecordKey): Promise<RecordDocument | undefined>;
  /** Writes the whole document, replacing the one of the same key. */
  put(collection: Collection, document: RecordDocument): Promise<void>;
  /** True where there was one. */
  delete(collection: Collection, key: RecordKey): Promise<boolean>;
  find(collection: Collection, query?: RecordQuery): Promise<RecordPage>;
  /** Does the change only if `expected` holds; false, and nothing written, where it does not. One atomic step. */
  compareAndSet(change: RecordChange): Promise<boolean>;
  /**
   * {@link RecordStore.compareAndSet} of several changes, one after the other and each by itself, for a store that is quicker
   * with all at once; says of each whether it was done.
   */
  compareAndSetAll?(changes: readonly RecordChange[]): Promise<readonly boolean[]>;
  close(): Promise<void>;
}
