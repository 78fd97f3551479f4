export { ContangoError, isContangoError } from "./errors/contangoError.js";
