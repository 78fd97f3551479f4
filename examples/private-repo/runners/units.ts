/** `npm run units` writes a crontab, systemd units and Windows tasks of the schedule into `units/`; install those of your machine. */
import { mkdir, writeFile } from "node:fs/promises";
import { crontab, SUGGESTED_SCHEDULE, systemdUnits, windowsTasks } from "contango";

const options = {
  command: (name: string) => `npx tsx runners/${name}.ts`,
  folder: process.cwd(),
  echoFolder: process.env.ECHO_PATH ?? `${process.cwd()}/echos`,
};
const files = [
  { name: "crontab", text: crontab(SUGGESTED_SCHEDULE, options) },
  ...systemdUnits(SUGGESTED_SCHEDULE, options),
  ...windowsTasks(SUGGESTED_SCHEDULE, options),
];
await mkdir("units", { recursive: true });
await mkdir(options.echoFolder, { recursive: true });
for (const { name, text } of files) await writeFile(`units/${name}`, text);
console.log(`${files.length} files in units/`);
