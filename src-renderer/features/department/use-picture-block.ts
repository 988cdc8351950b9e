import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useText } from '#renderer/i18n/index.ts'
import { useDrafts } from './drafts.store.ts'
import { usePictures } from './pictures.store.ts'

/** Why the pictures of a case cannot leave yet, in words: what is sent takes along all that were chosen. */
export function usePictureBlock(caseId: () => string): ComputedRef<string | undefined> {
  const drafts = useDrafts()
  const pictures = usePictures()
  const { t } = useText()
  return computed(() => {
    const taking = pictures.takingAt(caseId())
    if (taking > 0) return t('department.picturesTaking', { n: taking })
    const states = drafts.of(caseId()).pictures.map((one) => pictures.progressOf(one).state)
    if (states.includes('failed')) return t('department.picturesFailed')
    const there = states.filter((state) => state === 'there').length
    return there < states.length ? t('department.picturesOnWay', { there, total: states.length }) : undefined
  })
}
