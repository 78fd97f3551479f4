import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

/** How many blocks may be on their way at once, so that memory stays small. */
const AT_ONCE = 3;

/** Compresses blocks and writes them one after the other, while the next ones are made. */
export interface CompressedBlocks {
  /** Takes a block; resolves when there is room for another. Rejects where the write of this or an earlier one failed. */
  add(block: Uint8Array): Promise<void>;
  /** Resolves when all are written, with their compressed lengths. */
  written(): Promise<readonly number[]>;
  /** Resolves when nothing is on its way any more, however it ended. */
  settled(): Promise<void>;
}

/** Compressed blocks that go to `write`, which is called anew only when its last call has resolved. */
export function compressedBlocks(write: (bytes: Uint8Array) => Promise<void>): CompressedBlocks {
  const lengths: number[] = [];
  const onTheWay: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();
  const after = async (before: Promise<void>, compressing: Promise<Uint8Array>): Promise<void> => {
    const [compressed] = await Promise.all([compressing, before]);
    lengths.push(compressed.length);
    await write(compressed);
  };
  const settled = (): Promise<void> => last.catch(() => undefined);
  return {
    async add(block) {
      last = after(last, compress(block));
      onTheWay.push(last);
      // A failure is reported by whoever waits for it, here or at the end.
      void settled();
      if (onTheWay.length >= AT_ONCE) await onTheWay.shift();
    },
    async written() {
      await last;
      return lengths;
    },
    settled,
  };
}

/** A higher quality takes three times as long, and saves 2 to 3% on such values. */
const QUALITY = 1;
/** Bytes of compressed data that come at once: nearly all, as each chunk is a way to the thread pool and back. */
const CHUNK = 1024;
const brotli = promisify(brotliCompress);
const compress = (bytes: Uint8Array): Promise<Uint8Array> =>
  brotli(bytes, {
    chunkSize: Math.max(CHUNK, bytes.length >> 1),
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
