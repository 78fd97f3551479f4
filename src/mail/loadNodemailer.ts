import { ContangoError } from "../errors/contangoError.js";

/** The part of nodemailer that is used. */
export interface Nodemailer {
  createTransport(options: Readonly<Record<string, unknown>>): Transport;
}

export interface Transport {
  sendMail(mail: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
}

/** Loads nodemailer. @throws ContangoError `DEPENDENCY_MISSING` with the command that installs it. */
export async function loadNodemailer(
  importPackage: (specifier: string) => Promise<unknown> = (specifier) => import(specifier),
): Promise<Nodemailer> {
  try {
    const module = (await importPackage("nodemailer")) as Nodemailer & { readonly default?: Nodemailer };
    return module.default ?? module;
  } catch (cause) {
    throw new ContangoError(
      "DEPENDENCY_MISSING",
      "mail",
      "the package nodemailer, which sends mail, is not installed; run: npm install nodemailer",
      { details: { package: "nodemailer" }, cause },
    );
  }
}
