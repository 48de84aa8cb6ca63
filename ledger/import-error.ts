/** What is wrong with what was to be imported, in one sentence for the user. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}
