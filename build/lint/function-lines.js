/**
 * Lines of code of a function, blanks and comments not counted. A composable's, store's or component's outer function is
 * a list of small ones and may be longer.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const functionLines = {
  meta: {
    type: 'suggestion',
    docs: { description: 'functions stay short' },
    messages: { long: '{{name}} has {{lines}} lines of code, at most {{max}}' },
    schema: [
      {
        type: 'object',
        properties: { max: { type: 'integer' }, outerMax: { type: 'integer' } },
        required: ['max', 'outerMax'],
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const { max, outerMax } = context.options[0]
    const { sourceCode } = context
    const commentOnly = new Set()
    const check = (node) => {
      const name = nameOf(node)
      const limit = isOuter(node, name) ? outerMax : max
      const lines = codeLines(sourceCode, commentOnly, node)
      if (lines > limit)
        context.report({ node, loc: headOf(node), messageId: 'long', data: { name: name ?? 'this function', lines, max: limit } })
    }
    return {
      Program() {
        for (const line of linesOfComments(sourceCode)) commentOnly.add(line)
      },
      FunctionDeclaration: check,
      FunctionExpression: check,
      ArrowFunctionExpression: check,
    }
  },
}

function codeLines(sourceCode, commentOnly, node) {
  let count = 0
  for (let line = node.loc.start.line; line <= node.loc.end.line; line++) {
    if (sourceCode.lines[line - 1].trim() !== '' && !commentOnly.has(line)) count++
  }
  return count
}

function linesOfComments(sourceCode) {
  return sourceCode.getAllComments().flatMap(({ loc }) => {
    const lines = []
    for (let line = loc.start.line; line <= loc.end.line; line++) {
      const text = sourceCode.lines[line - 1]
      const before = line === loc.start.line ? text.slice(0, loc.start.column) : ''
      const after = line === loc.end.line ? text.slice(loc.end.column) : ''
      if (before.trim() === '' && after.trim() === '') lines.push(line)
    }
    return lines
  })
}

function nameOf(node) {
  if (node.id) return node.id.name
  const { parent } = node
  if (parent.type === 'VariableDeclarator') return parent.id.name
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition')
    return parent.key.name
  return undefined
}

function isOuter(node, name) {
  if (name !== undefined && /^use[A-Z]/.test(name)) return true
  return (
    node.parent.type === 'CallExpression' && node.parent.callee.name === 'defineStore' && node.parent.arguments.includes(node)
  )
}

function headOf(node) {
  return { start: node.loc.start, end: node.body.loc.start }
}
