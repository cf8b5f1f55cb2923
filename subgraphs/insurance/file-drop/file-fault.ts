/** Why a whole file is refused, in words for whoever wrote it. */
export class FileFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FileFault';
  }
}
