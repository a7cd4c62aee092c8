/** Names Fastify's routes in the spans of its requests: it publishes them by itself from release 5 on. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { reportFault } from '../node/fault.ts';
import { isDictionary } from '../node/foreign.ts';

const HANDLER = 'tracing:fastify.request.handler:start';

/** Answers with what ends it. */
export function nameFastifyRoutes(): () => void {
  subscribe(HANDLER, nameRoute);
  return () => unsubscribe(HANDLER, nameRoute);
}

function nameRoute(message: unknown): void {
  try {
    const route = isDictionary(message) && isDictionary(message.route) ? message.route.url : undefined;
    // The instrumentation of http has left it there, to be told.
    const request = getRPCMetadata(context.active());
    if (typeof route === 'string' && request !== undefined) request.route = route;
  } catch (fault) {
    reportFault(fault);
  }
}
