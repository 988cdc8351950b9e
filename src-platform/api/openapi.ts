import { z } from '#shared/kernel/zod.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import type { Endpoint } from '#shared/platform-api/endpoints.ts'
import { ATTACHMENT_PATH, ErrorReply } from '#shared/platform-api/system.ts'

/** OpenAPI 3.1 of contract v1, generated from the same schemas that check requests and replies. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    const operations = (paths[path] ??= {})
    operations[endpoint.method.toLowerCase()] = operation(name, endpoint)
  }
  paths[ATTACHMENT_PATH] = { post: tusOperation() }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Wanmi Hall: municipal platform',
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Token of a device, of a person online, or of the administrator' },
      },
      schemas: { ErrorReply: jsonSchema(ErrorReply, 'output') },
    },
  }
}

function operation(name: string, endpoint: Endpoint): object {
  const type = endpoint.stream ?? 'application/json'
  const content = { [type]: { schema: jsonSchema(endpoint.reply, 'output') } }
  const also = Object.entries(endpoint.also ?? {})
  const extra = also.map(([status, description]): [string, object] => [status, { description, content }])
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
    'x-callers': endpoint.callers,
    ...(endpoint.callers.length > 0 ? { security: [{ bearer: [] }] } : {}),
    parameters: [...parameters('path', endpoint.params), ...parameters('query', endpoint.query)],
    ...(endpoint.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(endpoint.body, 'input') } } } }),
    responses: { '200': { description: 'done', content }, ...Object.fromEntries(extra), 'default': errorResponse },
  }
}

const errorResponse = {
  description: 'refused',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorReply' } } },
}

function parameters(place: 'path' | 'query', schema: z.ZodObject<Record<string, z.ZodType>> | undefined): object[] {
  return Object.entries<z.ZodType>(schema?.shape ?? {}).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || !member.safeParse(undefined).success,
    schema: jsonSchema(member, 'output'),
  }))
}

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): object {
  const made: Record<string, unknown> = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' })
  // The document names its dialect once.
  return { ...made, $schema: undefined }
}

function tusOperation(): object {
  return {
    operationId: 'createUpload',
    summary: 'tus 1.0 creation; metadata sha256, filename, filetype. PATCH and HEAD go to the Location given back.',
    'x-callers': ['device', 'person'],
    security: [{ bearer: [] }],
    responses: { '201': { description: 'created; continue at Location' }, 'default': errorResponse },
  }
}
