/** Differences between what was written and what was read. Counts all of them and keeps the first messages. */
export class VerificationReport {
  static readonly MAX_MESSAGES = 50;
  lost = 0;
  duplicates = 0;
  readonly messages: string[] = [];

  /** Records missing or changed data. */
  addMissing(message: string): void {
    this.lost += 1;
    this.add(message);
  }

  /** Records a duplicate. */
  addDuplicate(message: string): void {
    this.duplicates += 1;
    this.add(message);
  }

  private add(message: string): void {
    if (this.messages.length < VerificationReport.MAX_MESSAGES) this.messages.push(message);
  }
}
