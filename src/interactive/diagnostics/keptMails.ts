import type { KeptMail } from "../../mail/mailer.js";
import type { Desk } from "../../production/desk.js";
import { formatTime } from "../../time/text.js";
import { type Listing, listing } from "./listing.js";

/** Mails that were not sent, oldest first: held back by the throttle, refused by the server, or with no server set up. */
export async function keptMails({ mail, wallTime }: Desk): Promise<Listing<KeptMail>> {
  return listing("kept mails", await mail.kept(), [
    { name: "time", text: ({ time }) => formatTime(wallTime(time)).slice(0, 19) },
    { name: "why", text: ({ reason }) => reason },
    { name: "subject", text: (kept) => kept.mail.subject },
  ]);
}
