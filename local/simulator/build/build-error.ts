/** A mistake in the mini program's source, worded for the person who wrote it. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}
