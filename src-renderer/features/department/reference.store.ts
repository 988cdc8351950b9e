import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import type { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { DepartmentRow } from '#shared/platform-api/rows.ts'
import { usePorts } from './department-ports.ts'

/** Names, classes and working hours; read once, as they change about once a year. */
export const useReference = defineStore('department-reference', () => {
  const { client } = usePorts()
  const departments = shallowRef<readonly DepartmentRow[]>([])
  const calendarData = shallowRef<CalendarData | null>(null)
  const catalogue = shallowRef<CatalogueData | null>(null)
  const calendar = computed(() => (calendarData.value === null ? null : createWorkCalendar(calendarData.value)))

  /** What is missing; nothing when all is here. */
  async function load(): Promise<void> {
    const [names, hours, classes] = await Promise.all([
      departments.value.length === 0 ? client.departments() : null,
      calendarData.value === null ? client.calendar() : null,
      catalogue.value === null ? client.catalogue() : null,
    ])
    if (names?.ok === true) departments.value = names.value
    if (hours?.ok === true) calendarData.value = hours.value
    if (classes?.ok === true) catalogue.value = classes.value
  }

  const nameOf = (code: string): string => departments.value.find(({ id }) => id === code)?.name ?? code

  function conditionOf({ classCode, conditionId }: Pick<CaseRow, 'classCode' | 'conditionId'>) {
    return catalogue.value?.classes.find(({ code }) => code === classCode)?.conditions.find(({ id }) => id === conditionId)
  }

  return { calendar, load, nameOf, conditionOf }
})
