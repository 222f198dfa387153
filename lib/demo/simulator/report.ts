/** What did not come out as it went in. Sentences are kept for the first few; the numbers are of all. */
export class VerificationReport {
  static readonly MAX_MESSAGES = 50;
  lost = 0;
  duplicates = 0;
  readonly messages: string[] = [];

  /** Notes something that is missing, or not what it was. */
  addMissing(sentence: string): void {
    this.lost += 1;
    this.add(sentence);
  }

  /** Notes something that is there once too often. */
  addDuplicate(sentence: string): void {
    this.duplicates += 1;
    this.add(sentence);
  }

  private add(sentence: string): void {
    if (this.messages.length < VerificationReport.MAX_MESSAGES) this.messages.push(sentence);
  }
}
