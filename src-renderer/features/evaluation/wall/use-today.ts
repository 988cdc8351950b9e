import { computed } from 'vue'
import type { Today } from '#shared/contracts/evaluation.contract.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { usePanelTopic } from '../use-panel-topic.ts'
import type { PanelTopic } from '../use-panel-topic.ts'

const whole = {}

/** The wall's day: the last 24 hours, what is frequent, today against yesterday. */
export function useToday(): PanelTopic<Today> {
  return usePanelTopic(useDesk().watch.evaluation.today, computed(() => whole))
}
