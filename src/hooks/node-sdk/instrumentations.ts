/**
 * Which packages are instrumented, and by what. Each instrumentation is run when the first of its packages loads: all of
 * them take longer than a small program, and it uses few. Those that ask for a parent by default are told not to, as the
 * others do: a script's own queries are wanted, too.
 */
import type { Instrumentation } from '@opentelemetry/instrumentation';

interface Row {
  /** Names of packages whose files it patches. */
  readonly packages: readonly string[];
  readonly create: () => Instrumentation;
}

const ROWS: readonly Row[] = [
  {
    packages: ['express'],
    create: () => {
      const { ExpressInstrumentation }: typeof import('@opentelemetry/instrumentation-express') =
        require('@opentelemetry/instrumentation-express');
      return new ExpressInstrumentation();
    },
  },
  {
    packages: ['connect'],
    create: () => {
      const { ConnectInstrumentation }: typeof import('@opentelemetry/instrumentation-connect') =
        require('@opentelemetry/instrumentation-connect');
      return new ConnectInstrumentation();
    },
  },
  {
    packages: ['koa'],
    create: () => {
      const { KoaInstrumentation }: typeof import('@opentelemetry/instrumentation-koa') =
        require('@opentelemetry/instrumentation-koa');
      return new KoaInstrumentation();
    },
  },
  {
    packages: ['@hapi/hapi'],
    create: () => {
      const { HapiInstrumentation }: typeof import('@opentelemetry/instrumentation-hapi') =
        require('@opentelemetry/instrumentation-hapi');
      return new HapiInstrumentation();
    },
  },
  {
    packages: ['@nestjs/core'],
    create: () => {
      const { NestInstrumentation }: typeof import('@opentelemetry/instrumentation-nestjs-core') =
        require('@opentelemetry/instrumentation-nestjs-core');
      return new NestInstrumentation();
    },
  },
  {
    packages: ['graphql'],
    create: () => {
      const { GraphQLInstrumentation }: typeof import('@opentelemetry/instrumentation-graphql') =
        require('@opentelemetry/instrumentation-graphql');
      return new GraphQLInstrumentation();
    },
  },
  {
    packages: ['@grpc/grpc-js'],
    create: () => {
      const { GrpcInstrumentation }: typeof import('@opentelemetry/instrumentation-grpc') =
        require('@opentelemetry/instrumentation-grpc');
      return new GrpcInstrumentation();
    },
  },
  {
    packages: ['pg', 'pg-pool'],
    create: () => {
      const { PgInstrumentation }: typeof import('@opentelemetry/instrumentation-pg') =
        require('@opentelemetry/instrumentation-pg');
      return new PgInstrumentation();
    },
  },
  {
    packages: ['mysql'],
    create: () => {
      const { MySQLInstrumentation }: typeof import('@opentelemetry/instrumentation-mysql') =
        require('@opentelemetry/instrumentation-mysql');
      return new MySQLInstrumentation();
    },
  },
  {
    packages: ['mysql2'],
    create: () => {
      const { MySQL2Instrumentation }: typeof import('@opentelemetry/instrumentation-mysql2') =
        require('@opentelemetry/instrumentation-mysql2');
      return new MySQL2Instrumentation();
    },
  },
  {
    packages: ['mongodb'],
    create: () => {
      const { MongoDBInstrumentation }: typeof import('@opentelemetry/instrumentation-mongodb') =
        require('@opentelemetry/instrumentation-mongodb');
      return new MongoDBInstrumentation({ requireParentSpan: false });
    },
  },
  {
    packages: ['mongoose'],
    create: () => {
      const { MongooseInstrumentation }: typeof import('@opentelemetry/instrumentation-mongoose') =
        require('@opentelemetry/instrumentation-mongoose');
      return new MongooseInstrumentation();
    },
  },
  {
    packages: ['redis', '@redis/client', '@node-redis/client'],
    create: () => {
      const { RedisInstrumentation }: typeof import('@opentelemetry/instrumentation-redis') =
        require('@opentelemetry/instrumentation-redis');
      return new RedisInstrumentation();
    },
  },
  {
    packages: ['ioredis'],
    create: () => {
      const { IORedisInstrumentation }: typeof import('@opentelemetry/instrumentation-ioredis') =
        require('@opentelemetry/instrumentation-ioredis');
      return new IORedisInstrumentation({ requireParentSpan: false });
    },
  },
  {
    packages: ['knex'],
    create: () => {
      const { KnexInstrumentation }: typeof import('@opentelemetry/instrumentation-knex') =
        require('@opentelemetry/instrumentation-knex');
      return new KnexInstrumentation();
    },
  },
  {
    packages: ['tedious'],
    create: () => {
      const { TediousInstrumentation }: typeof import('@opentelemetry/instrumentation-tedious') =
        require('@opentelemetry/instrumentation-tedious');
      return new TediousInstrumentation();
    },
  },
  {
    packages: ['amqplib'],
    create: () => {
      const { AmqplibInstrumentation }: typeof import('@opentelemetry/instrumentation-amqplib') =
        require('@opentelemetry/instrumentation-amqplib');
      return new AmqplibInstrumentation();
    },
  },
  {
    packages: ['kafkajs'],
    create: () => {
      const { KafkaJsInstrumentation }: typeof import('@opentelemetry/instrumentation-kafkajs') =
        require('@opentelemetry/instrumentation-kafkajs');
      return new KafkaJsInstrumentation();
    },
  },
  {
    packages: [
      '@aws-sdk/middleware-stack',
      '@aws-sdk/smithy-client',
      '@smithy/core',
      '@smithy/middleware-stack',
      '@smithy/smithy-client',
    ],
    create: () => {
      const { AwsInstrumentation }: typeof import('@opentelemetry/instrumentation-aws-sdk') =
        require('@opentelemetry/instrumentation-aws-sdk');
      return new AwsInstrumentation();
    },
  },
];

export type CreateInstrumentation = () => Instrumentation;

/** By the name of each package. */
export const INSTRUMENTATIONS: ReadonlyMap<string, CreateInstrumentation> = new Map(
  ROWS.flatMap(({ packages, create }) => packages.map((name): [string, CreateInstrumentation] => [name, create])),
);
