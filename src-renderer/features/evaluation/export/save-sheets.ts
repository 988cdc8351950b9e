import type { HotSpots, PostRanking, Ranking } from '#shared/contracts/evaluation.contract.ts'
import { fileName, saveBlob } from '#renderer/charts/index.ts'
import { text } from '#renderer/i18n/index.ts'
import { periodName } from '../period-words.ts'
import { aboutHotSheet, hotSheet } from './hot-sheet.ts'
import { aboutPostSheet, postSheet } from './post-sheet.ts'
import { aboutSheet, rankingSheet } from './ranking-sheet.ts'
import type { SheetWords } from './ranking-sheet.ts'

/** Hands the operator the ranking as a workbook; its writer is fetched when first needed. */
export async function saveRanking(ranking: Ranking, words: SheetWords): Promise<void> {
  const { default: write } = await import('write-excel-file/universal')
  const blob = await write([
    { data: rankingSheet(ranking, words), sheet: text('evaluation.export.sheet'), stickyRowsCount: 1, columns: [{ width: 6 }, { width: 24 }] },
    { data: aboutSheet(ranking, words), sheet: text('evaluation.export.about'), columns: [{ width: 16 }, { width: 60 }] },
  ]).toBlob()
  saveBlob(blob, fileName(`${text(`evaluation.ranking.title.${ranking.subject}`)} ${periodName(ranking.period)}`, 'xlsx'))
}

/** The same with the people of a post. */
export async function savePosts(ranking: PostRanking, words: Pick<SheetWords, 'locale' | 'stamp'>): Promise<void> {
  const { default: write } = await import('write-excel-file/universal')
  const blob = await write([
    { data: postSheet(ranking), sheet: text('evaluation.export.sheet'), stickyRowsCount: 1, columns: [{ width: 6 }, { width: 24 }] },
    { data: aboutPostSheet(ranking, words), sheet: text('evaluation.export.about'), columns: [{ width: 16 }, { width: 60 }] },
  ]).toBlob()
  const title = text('evaluation.ranking.title.post', { post: text(`cases.post.${ranking.post}`) })
  saveBlob(blob, fileName(`${title} ${periodName(ranking.period)}`, 'xlsx'))
}

/** The same with hot spots. */
export async function saveHotSpots(spots: HotSpots, className: string, stamp: SheetWords['stamp']): Promise<void> {
  const { default: write } = await import('write-excel-file/universal')
  const blob = await write([
    { data: hotSheet(spots), sheet: text('evaluation.export.hotSheet'), stickyRowsCount: 1, columns: [{ width: 6 }, { width: 36 }, { width: 24 }, { width: 18 }, { width: 18 }] },
    { data: aboutHotSheet(spots, className, stamp), sheet: text('evaluation.export.about'), columns: [{ width: 16 }, { width: 40 }] },
  ]).toBlob()
  saveBlob(blob, fileName(`${text('evaluation.hot.title')} ${periodName(spots.period)}`, 'xlsx'))
}
