import { defineComponent, h } from 'vue'
import { useText } from '#renderer/i18n/index.ts'
import { PaneBox, PaneHead } from '#renderer/ui/index.ts'

/** Stand where the work lists and the case will stand. */
export const WorkListColumn = defineComponent(() => {
  const { t } = useText()
  return () => h(PaneBox, { label: t('seat.workLists') }, { head: () => h(PaneHead, { title: t('seat.workLists') }) })
})
export const CaseColumn = defineComponent(() => {
  const { t } = useText()
  return () => h(PaneBox, { label: t('seat.caseColumn') }, { head: () => h(PaneHead, { title: t('seat.caseColumn') }) })
})
