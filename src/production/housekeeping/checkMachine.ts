import { dirname, resolve } from "node:path";
import type { Work } from "../work.js";
import { type CheckItem, fine, toSeeTo } from "./checkItem.js";

/** Whether echo files can be written. */
export async function checkEchoFolder({ desk }: Work): Promise<CheckItem> {
  const { access, constants, stat } = await import("node:fs/promises");
  const folder = desk.config.get("echo_directory");
  try {
    if (!(await stat(folder)).isDirectory())
      return toSeeTo("echo folder", `${folder} is not a folder; move it away`);
    await access(folder, constants.W_OK);
    return fine("echo folder", `${folder} can be written to`);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return toSeeTo(
      "echo folder",
      isMissing
        ? `${folder} is not there, so scheduled scripts cannot say what they do; run: mkdir -p ${folder}`
        : `${folder} cannot be written to; change its permissions`,
    );
  }
}

/** Whether the disks that a desk writes to have room. */
export async function checkDiskSpace({ desk }: Work, least: number): Promise<CheckItem> {
  const { stat, statfs } = await import("node:fs/promises");
  const { config } = desk;
  const offSystem = config.get("offsystem_backup_directory");
  const folders = [
    ".",
    config.get("csv_backup_directory"),
    config.get("snapshot_directory"),
    config.get("backtest_store_directory"),
    config.get("echo_directory"),
  ];
  if (offSystem !== undefined) {
    if (!(await isThere(offSystem)))
      return toSeeTo("disk space", `${offSystem} (offsystem_backup_directory) is not there; mount its disk`);
    folders.push(offSystem);
  }
  const free = new Map<number, { readonly folder: string; readonly bytes: number }>();
  for (const folder of folders) {
    const place = await existing(resolve(folder));
    const { bavail, bsize } = await statfs(place);
    free.set((await stat(place)).dev, { folder: place, bytes: bavail * bsize });
  }
  const text = ({ folder, bytes }: { readonly folder: string; readonly bytes: number }): string =>
    `${(bytes / 1e9).toFixed(1)} GB at ${folder}`;
  const scarce = [...free.values()].filter(({ bytes }) => bytes < least);
  if (scarce.length === 0) return fine("disk space", `free: ${[...free.values()].map(text).join(", ")}`);
  return toSeeTo(
    "disk space",
    `only ${scarce.map(text).join(", ")} free; make room, or nothing more can be written`,
  );

  async function isThere(path: string): Promise<boolean> {
    return stat(path).then(
      () => true,
      () => false,
    );
  }
  /** The folder, or the next one above it that is there. */
  async function existing(path: string): Promise<string> {
    return (await isThere(path)) || dirname(path) === path ? path : existing(dirname(path));
  }
}

/** How long the mail server has to answer, in milliseconds. */
const PATIENCE = 10_000;

/** Whether the mail server can be reached, and nothing waits to be sent. Nothing is sent. */
export async function checkMail({ desk }: Work): Promise<CheckItem> {
  const { config, mail } = desk;
  const server = config.get("email_server");
  const port = config.get("email_port") ?? 587;
  const kept = (await mail.kept()).filter(({ reason }) => reason === "unsent").length;
  const waiting = kept === 0 ? "" : `${kept} mails wait to be sent; `;
  if (server === undefined) {
    const message = `${waiting}no email_server in configuration: what a person must see to is only in the log`;
    return kept === 0 ? fine("mail", message) : toSeeTo("mail", message);
  }
  const fault = await unreachable(server, port);
  if (fault === undefined && kept === 0) return fine("mail", `${server}:${port} can be reached`);
  const what =
    fault === undefined
      ? `${server}:${port} can be reached again`
      : `${server}:${port} cannot be reached (${fault}); check email_server, email_port and the network`;
  return toSeeTo("mail", `${waiting}${what}`);
}

/** Why a server does not take a connection; undefined where it does. */
async function unreachable(host: string, port: number): Promise<string | undefined> {
  const { connect } = await import("node:net");
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: PATIENCE });
    const end = (fault?: string): void => {
      socket.destroy();
      done(fault);
    };
    socket.once("connect", () => end());
    socket.once("timeout", () => end(`no answer in ${PATIENCE / 1000} s`));
    socket.once("error", (error) => end(error.message));
  });
}
