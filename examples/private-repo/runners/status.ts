/** `npm run status`: what ran when, what waits for you, old prices. */
import { status } from "contango";
import { openMyDesk } from "./desk.js";

await using desk = await openMyDesk();
console.log(String(await status(desk)));
