import type { AnswerOf, endpoints, FromWire, RequestOf, WireKey } from '@wicketgate/contract';
import { describe, expectTypeOf, it } from 'vitest';

type Keys = (typeof endpoints)['keys'];
type Auth = (typeof endpoints)['auth'];
type Create = RequestOf<Keys['create']>;
type Show = RequestOf<Keys['show']>;
type Me = RequestOf<Auth['me']>;

// Checked by tsc; the run itself only shows the titles.
describe('RequestOf', () => {
  it('demands the parts that have members that must be given', () => {
    expectTypeOf<Create>().toHaveProperty('body');
    expectTypeOf<Create['body']['name']>().toEqualTypeOf<string>();
    expectTypeOf<Create['body']['expiresAt']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Create['body']['limits']>().toEqualTypeOf<
      { requests: number; windowSeconds: number; burst: number } | null | undefined
    >();
    // @ts-expect-error the body is missing
    expectTypeOf({} satisfies Create).toBeObject();
    // @ts-expect-error the owner is missing
    expectTypeOf({ body: { name: 'a' } } satisfies Create).toBeObject();
    // @ts-expect-error members are camelCase
    expectTypeOf({ body: { name: 'a', owner: { id: 'b' }, expires_at: null } } satisfies Create).toBeObject();
  });

  it('lets parts be left out that may be empty', () => {
    expectTypeOf({} satisfies RequestOf<Auth['validate']>).toBeObject();
    expectTypeOf({} satisfies RequestOf<Keys['list']>).toBeObject();
    expectTypeOf({ params: { id: '' } } satisfies RequestOf<Keys['resume']>).toBeObject();
    expectTypeOf<RequestOf<Auth['validate']>['body']>().toEqualTypeOf<{ installId?: string | undefined } | undefined>();
  });

  it('has the parameters of the path', () => {
    expectTypeOf<RequestOf<Keys['show']>['params']>().toEqualTypeOf<{ id: string }>();
    // @ts-expect-error the id is missing
    expectTypeOf({} satisfies Show).toBeObject();
  });

  it('forbids parts that an endpoint does not have', () => {
    // @ts-expect-error there is no body
    expectTypeOf({ body: {} } satisfies Me).toBeObject();
    // @ts-expect-error there is no query
    expectTypeOf({ body: { name: 'a', owner: { id: 'b' } }, query: {} } satisfies Create).toBeObject();
  });
});

describe('AnswerOf', () => {
  it('is camelCase all the way down', () => {
    type Validation = AnswerOf<Auth['validate']>;
    expectTypeOf<Validation['valid']>().toEqualTypeOf<true>();
    expectTypeOf<Validation['receiptExpiresAt']>().toEqualTypeOf<string>();
    expectTypeOf<Validation['limits']['windowSeconds']>().toEqualTypeOf<number>();
    expectTypeOf<Validation['tier']>().toEqualTypeOf<'free' | 'pro' | 'enterprise'>();
    expectTypeOf<AnswerOf<Keys['list']>['items'][number]['rotatedTo']>().toEqualTypeOf<string | null>();
    expectTypeOf<AnswerOf<Keys['create']>>().toHaveProperty('apiKey');
    expectTypeOf<AnswerOf<Keys['show']>>().not.toHaveProperty('apiKey');
  });

  it('leaves the names within metadata and checks alone', () => {
    type Facts = Record<string, string | number | boolean | null>;
    expectTypeOf<FromWire<WireKey>['metadata']>().toEqualTypeOf<Facts>();
    expectTypeOf<FromWire<{ metadata: { a_b: 1 }; c_d: 2 }>>().toEqualTypeOf<{ metadata: { a_b: 1 }; cD: 2 }>();
  });
});
