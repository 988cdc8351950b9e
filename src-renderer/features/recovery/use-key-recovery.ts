import { computed, ref, shallowRef } from 'vue'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useText } from '#renderer/i18n/index.ts'

const CODE_LETTERS = 25
const ENROL_LETTERS = 8

/** What was done last; the machine starts again after each. */
type Said = 'keyBack' | 'enrolled' | 'restarting'

/** The ways back for a machine whose own key is gone: one at a time, and a code that was refused stays to be put right. */
export function useKeyRecovery() {
  const desk = useDesk()
  const { t } = useText()
  const code = ref('')
  const enrolCode = ref('')
  const busy = shallowRef<Said | null>(null)
  const said = shallowRef<Said | null>(null)
  const refusal = shallowRef<Refusal | null>(null)

  const codeBlocked = computed(() => (code.value.replace(/[\s-]/g, '').length === CODE_LETTERS ? undefined : t('recovery.codeMissing')))
  const enrolBlocked = computed(() => (enrolCode.value.trim().length >= ENROL_LETTERS ? undefined : t('recovery.enrolCodeMissing')))

  async function run(what: Said, blocked: string | undefined, ask: () => Promise<Result<unknown>>): Promise<void> {
    if (busy.value !== null || blocked !== undefined) return
    busy.value = what
    refusal.value = null
    said.value = null
    const reply = await ask()
    busy.value = null
    if (!reply.ok) refusal.value = reply.error
    else {
      said.value = what
      code.value = ''
      enrolCode.value = ''
    }
  }

  return {
    ...{ code, enrolCode, busy, said, refusal, codeBlocked, enrolBlocked },
    unlock: () => run('keyBack', codeBlocked.value, () => desk.call.recovery.unlock({ code: code.value })),
    enrol: () => run('enrolled', enrolBlocked.value, () => desk.call.recovery.enrol({ code: enrolCode.value.trim() })),
    retry: () => run('restarting', undefined, () => desk.call.recovery.retry({ leader: null })),
  }
}
