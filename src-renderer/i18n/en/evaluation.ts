import type { Shape } from '../shape.ts'
import type { evaluation as zh } from '../zh/evaluation.ts'

export const evaluation: Shape<typeof zh> = {
  board: 'Board',
  view: { region: 'Regions', department: 'Departments', post: 'Posts', hot: 'Hot spots', street: 'Street offices', community: 'Communities', of: 'Of', which: 'Level', whichPost: 'Post' },
  period: {
    label: 'Period', kind: 'Unit of time', yearName: '{year}', monthName: '{year}-{month}', firstTenName: '{year}-{month}, 1st to 10th', secondTenName: '{year}-{month}, 11th to 20th',
    thirdTenName: '{year}-{month}, from the 21st', monthShort: '{month}', januaryOf: "1/'{year}", previous: 'Period before', next: 'Next period', running: 'not over', compare: 'Against', before: 'Before: {name}', yearAgo: 'A year ago: {name}', firstDays: 'First {days} days of {name}',
  },
  kind: { 'day': 'Day', 'ten-day': 'Ten days', 'month': 'Month', 'year': 'Year' },
  scheme: { label: 'Scheme', words: '{name} {version}, since {since}', own: 'Weights of this hall', formula: 'Score = {parts}', reward: 'dashed: reward from {n}', noVolume: 'by the day and ten days without {name}, which is scored by month and year' },
  standing: { asOf: 'Data as of {time}', closedBooks: 'books closed', pending: '{n} not sent yet', gap: '{n} with offline steps, counted by when they were done', doubtful: '{n} with a doubtful time' },
  count: {
    reported: 'Reported', accepted: 'Accepted', refused: 'Not filed', notRefused: 'Reported, less not filed', selfHandled: 'Self-handled', filed: 'Filed', dispatched: 'Dispatched', handled: 'Handled', shouldClose: 'Should close', closed: 'Closed', onTime: 'Closed in time', late: 'Closed late',
    overdue: 'Open overdue', notDue: 'Not yet due', onAccount: 'On account', exempt: 'Exempt', noLimit: 'Closed, no limit', voided: 'Voided', reworked: 'Reworked', reworkedClosed: 'Closed after rework', returned: 'Returned', publicReports: 'By the public', urgent: 'Urgent', open: 'Open',
  },
  rate: {
    filingRate: 'Filing rate', closeRate: 'Closing rate', onTimeRate: 'On-time rate', lateRate: 'Late rate', openRate: 'Open rate', reworkRate: 'Rework rate', returnRate: 'Return rate', publicRate: 'Public report rate', accuracyRate: 'Filing accuracy',
  },
  part: {
    filedPerGrid: 'Filed per grid', validReports: 'Valid reports', verifyInTime: 'Verified in time', checkInTime: 'Checked in time', acceptVolume: 'Accepted', sendVerifyInTime: 'Verifying sent in time', sendCheckInTime: 'Checking sent in time',
    fileInTime: 'Filed in time', fileRight: 'Filed rightly', closeInTime: 'Closed in time', dispatchVolume: 'Dispatched', dispatchInTime: 'Dispatched in time', dispatchRight: 'Dispatched rightly',
  },
  outcome: {
    'closed-on-time': 'Closed in time', 'closed-late': 'Closed late', 'overdue': 'Open overdue', 'not-due': 'Not yet due', 'on-account': 'On account (clock stopped)', 'exempt': 'Exempt on appeal; the lateness stays', 'no-limit': 'Closed without a limit', 'voided': 'Voided',
  },
  ranking: {
    title: { department: 'Departments', street: 'Street offices', community: 'Communities', post: '{post}' },
    rank: 'Rank', name: { department: 'Department', street: 'Street office', community: 'Community', post: 'Person' }, score: 'Score', level: 'Level', spark: 'Last 12', total: 'Total', noOne: { department: 'Nobody responsible', street: 'No street office', community: 'No community' },
    up: '{n} up', down: '{n} down', same: 'Rank unchanged', sparkOf: 'On-time rate of {name}, last 12 periods', none: 'No case filed in {period}', noneNote: 'Choose another period, or wait for cases to be filed',
    notScored: 'No score: a denominator is missing',
  },
  trend: { title: 'On-time rate', note: '%, {scope}, last {n} periods', wholeHall: 'whole hall', thisYear: 'This year', lastYear: 'Last year', summary: 'On-time rate, {scope}: {last} {value}, a year earlier {before}', none: 'No on-time rate to draw', period: 'Period' },
  days: {
    title: 'Should close, by day', legend: 'cases / day', summary: 'Cases to close by day, {period}; most: {most} on {date}', none: 'Nothing was to close in {period}', date: 'Date', kind: { holiday: 'holiday', makeUp: 'make-up day' },
    holidays: 'Holiday: {days}', makeUps: 'Make-up: {days}', weekday: { d0: 'Su', d1: 'Mo', d2: 'Tu', d3: 'We', d4: 'Th', d5: 'Fr', d6: 'Sa' },
  },
  funnel: {
    title: 'Stages and time', note: 'Cases reported in {period}', stage: 'Stage', n: 'Cases', lost: 'Fewer', median: 'Median', limit: 'Limit', byClass: 'by class', none: 'No case reported in {period}', summary: 'Cases and median time of the seven stages from report to closing',
    of: { reported: 'Reported', accepted: 'Accepted', filed: 'Filed', dispatched: 'Dispatched', handled: 'Handled', checked: 'Checked', closed: 'Closed' },
  },
  pareto: { title: 'Most frequent classes', note: '{n} to close, first {k} make {share}', rest: '{n} other classes', cumulative: 'Cumulated', name: 'Class', summary: '{n} to close, most of all {name} with {most}', none: 'Nothing was to close in {period}' },
  repeats: { title: 'Places that come back', note: 'Same class within 50 m and 30 days, three times or more', place: 'Place', class: 'Class', times: 'Times', gap: 'Median gap', days: '{n} d', none: 'No place came back in {period}' },
  hot: {
    title: 'Hot spots', map: 'Map of hot spots', note: '{total} reported and not refused, by unit grid', noteOutside: '{total} reported and not refused, by unit grid; {outside} without one', place: 'Place', class: 'Mostly', n: 'Cases', change: 'Change', trendOf: 'Reports in {name}, last 12 periods', legend: 'cases / grid', cell: '{grid}: {n}',
    before: '{n} in the same {days} days of the period before, {change}', gridCode: 'Unit grid {grid}', none: 'No case reported in {period}', noneNote: 'Choose another period or class', noGrid: 'None of the {n} cases has a unit grid', classes: 'Class', all: 'All classes', components: 'All components', events: 'All events', changeNote: 'Change: against the same {days} days of the period before', area: 'Street office, community', grid: 'Unit grid', beforeDays: 'Same {days} days before', lng: 'Longitude', lat: 'Latitude', total: 'Reported, less not filed', outside: 'Without a unit grid',
  },
  drill: {
    title: 'Where this figure comes from', figure: '{name}: {indicator}', quotient: '= {a} ÷ {b}', against: '{period} {value}, {change}', rose: '{n} points up', fell: '{n} points down', more: '{n} more', fewer: '{n} fewer', equal: 'the same', noBefore: '{period}: no figure',
    denominator: 'Denominator: {name}', made: 'Made of: {name}', outside: 'Outside the denominator', outsideCount: 'Not in it', score: 'What it does to the score', part: '{indicator} {value} × {weight}', partLower: '(1 − {indicator} {value}) × {weight}', total: 'Score', totalLevel: 'Score, level {level}',
    late: '{n} late', lateNote: 'by how much', cases: 'Cases behind it', no: 'Case number', class: 'Class', overBy: 'Late by', state: 'State', listMore: 'List {n} more', showing: '{n} of {total}', copy: 'Copy arithmetic', copied: 'Copied', close: 'Close', openCase: 'Open at the seat', noCases: 'No cases', mark: { 'offline': 'done offline', 'waiting': 'not sent', 'time-doubt': 'time in doubt' },
    scheme: 'Rule: {scheme}', source: 'Source: {source}', repeatNote: 'Median gap {n} days', noFigure: 'The denominator is 0: there is no figure', reading: 'Reading',
  },
  span: { hours: '{h} h {m} min', days: '{d} d {h} h', minutes: '{m} min', upTo: { within: 'to {b}', between: '{a}–{b}', beyond: 'over {a}' }, hoursShort: '{n} h', daysShort: '{n} d', minutesShort: '{n} min' },
  export: { xlsx: 'Export XLSX', pdf: 'PDF bulletin', sheet: 'Ranking', hotSheet: 'Hot spots', about: 'About', period: 'Period', compared: 'Against', scheme: 'Scheme', asOf: 'Data as of', pending: 'Not sent yet', formula: 'Score', nothing: 'Nothing to export yet' },
  bulletin: { title: '{hall}: city management evaluation, {period}', printed: 'Printed {time}', hotTitle: '{hall}: hot spots, {period}', trend: 'On-time rate', signed: 'Checked: ________    Issued: ________' },
  wall: { ranking: 'On-time rate by department', trend: 'Reports, 24 h', usual: 'dashed: mean of 30 days', hot: 'Most frequent today', hotGrids: 'Hot grids', noHotGrids: 'No case on a grid in {period} yet', grid: 'Grid {code}', unit: 'cases', hour: '{h}:00', none: 'No case today yet', noRanking: 'Nothing was to close in {period} yet', summary: 'Reports of the last 24 hours, {n} at most in one hour' },
}
