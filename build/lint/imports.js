/**
 * One module named in a file. `names` are the imported members, undefined where all are reached (default, namespace,
 * dynamic).
 *
 * @typedef {{ name: string, node: import('estree').Node }} Member
 * @typedef {{ node: import('estree').Node, specifier: string, typeOnly: boolean, names: Member[] | undefined }} Found
 */

/**
 * Calls `visit` for every module named in a file: import, export from, import() and import('...') types.
 *
 * @param {(found: Found) => void} visit
 */
export function eachImport(visit) {
  const declared = (node) => {
    if (typeof node.source?.value !== 'string') return
    const specifiers = node.specifiers ?? []
    const kinds = specifiers.map((one) => one.importKind ?? one.exportKind)
    const typeOnly =
      (node.importKind ?? node.exportKind) === 'type' || (kinds.length > 0 && kinds.every((kind) => kind === 'type'))
    visit({ node, specifier: node.source.value, typeOnly, names: namesOf(node, specifiers) })
  }
  return {
    ImportDeclaration: declared,
    ExportNamedDeclaration: declared,
    ExportAllDeclaration: declared,
    ImportExpression(node) {
      if (typeof node.source.value === 'string') visit({ node, specifier: node.source.value, typeOnly: false, names: undefined })
    },
    TSImportType(node) {
      const literal = node.source ?? node.argument?.literal
      if (typeof literal?.value === 'string') visit({ node, specifier: literal.value, typeOnly: true, names: undefined })
    },
  }
}

function namesOf(node, specifiers) {
  if (node.type === 'ExportAllDeclaration') return undefined
  const names = []
  for (const specifier of specifiers) {
    const imported = specifier.imported ?? (specifier.type === 'ExportSpecifier' ? specifier.local : undefined)
    if (imported === undefined) return undefined
    names.push({ name: imported.name ?? imported.value, node: specifier })
  }
  return names
}
