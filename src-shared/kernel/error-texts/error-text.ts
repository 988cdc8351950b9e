/** One sentence for the operator and one next step, in both languages. */
export interface ErrorText {
  readonly zh: string
  readonly en: string
  readonly nextZh: string
  readonly nextEn: string
}

export const text = (zh: string, nextZh: string, en: string, nextEn: string): ErrorText => ({ zh, en, nextZh, nextEn })
