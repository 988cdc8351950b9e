// What operators type: 215 strings drawn from the data, from one character to a whole house number, and some that nobody finds.
import { caseAt } from '../data/cases.ts'
import { diceOf } from '../data/dice.ts'

const COMMON = ['路', '号', '社区', '小区', '井盖', '垃圾', '路灯', '人民路', '城关', '占道', '尽快', '学校', '口', '街', '梅'] as const
/** Two-character words, house numbers and places nobody has written. */
const ABSENT = ['鲸鱼', '火星', '雪豹', '灯塔', '9999号', '极光', '驼铃', '瀑布', '沙漠', '冰川', '珊瑚', '熊猫', '竹筏', '象牙', '海豚'] as const

export const QUERIES = 215

/** The same for the same size: words of 2, 3, 4 and 6 characters and house numbers, cut from rows all over. */
export function searchQueries(size: number): readonly string[] {
  const dice = diceOf(215)
  const found = new Set<string>([...COMMON, ...ABSENT])
  for (let i = 0; found.size < QUERIES; i += 1) {
    const row = caseAt(dice.roll(size))
    const text = i % 3 === 0 ? row.description : row.place.address
    const number = /[^\d]{0,3}\d+号/.exec(row.place.address)?.[0] ?? '1号'
    const length = [2, 2, 3, 4, 6][i % 5] ?? 2
    const from = dice.roll(Math.max(1, text.length - length))
    const cut = text.slice(from, from + length)
    // Punctuation parts words; what stands before it is one.
    const word = i % 7 === 0 ? number : (/^[^\s，。、；（）()]+/.exec(cut)?.[0] ?? '')
    if (word !== '') found.add(word)
    if (i > 50 * QUERIES) throw new Error('the data has too few different words')
  }
  return [...found]
}
