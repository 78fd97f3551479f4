/** Restores a snapshot, and says when it begins: to be killed meanwhile. */
import { restoreSnapshot } from "../../../src/storage/sqlite/restoreSnapshot.js";

const [file = "", to = ""] = process.argv.slice(2);
process.stdout.write("begin\n");
await restoreSnapshot({ file, to });
