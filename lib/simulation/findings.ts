/** What did not come out as it went in. Sentences are kept for the first few; the numbers are of all. */
export class Findings {
  static readonly MOST_TOLD = 50;
  lost = 0;
  duplicates = 0;
  readonly sentences: string[] = [];

  /** Notes something that is missing, or not what it was. */
  lose(sentence: string): void {
    this.lost += 1;
    this.tell(sentence);
  }

  /** Notes something that is there once too often. */
  double(sentence: string): void {
    this.duplicates += 1;
    this.tell(sentence);
  }

  private tell(sentence: string): void {
    if (this.sentences.length < Findings.MOST_TOLD) this.sentences.push(sentence);
  }
}
