/** One step of a story. */
export interface StoryLine {
  readonly key: string
  /** As shown: 14:21:33. */
  readonly time: string
  readonly text: string
  /** In bold before the text. */
  readonly lead?: string | undefined
  /** Words of the person, on a line of their own. */
  readonly words?: string | undefined
  readonly now?: boolean
}
