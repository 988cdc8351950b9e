interface AnswersInTurn {
  /** Before asking; the answer is to be shown when what it gives says so. */
  ask(): () => boolean
  /** What has been asked so far is of no use any more. */
  forget(): void
}

/**
 * On a slow line an older answer may come after a newer one and must not be shown over it. One that only another question has
 * overtaken is shown: on a line slower than we ask, nothing would ever be.
 */
export function answersInTurn(): AnswersInTurn {
  let asked = 0
  let shown = 0
  return {
    ask() {
      asked += 1
      const mine = asked
      return () => {
        if (mine <= shown) return false
        shown = mine
        return true
      }
    },
    forget() {
      shown = asked
    },
  }
}
