import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProviderClass } from '@wicketgate/testing/openid';
import { Provider } from 'oidc-provider';

/** What went through the token endpoint of a provider. */
export interface ProviderWords {
  readonly requests: string[];
  readonly answers: string[];
}

/** `oidc-provider`, which writes down what its token endpoint hears and says. */
export function recordingProvider(words: ProviderWords): ProviderClass {
  return class extends Provider {
    override callback() {
      const answer = super.callback();
      return (request: IncomingMessage, response: ServerResponse) => {
        if (request.url === '/token') listen(request, response, words);
        return answer(request, response);
      };
    }
  };
}

/** Whoever reads a body takes it from the provider: what comes in is seen on its way. */
function listen(request: IncomingMessage, response: ServerResponse, { requests, answers }: ProviderWords): void {
  const chunks: string[] = [];
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    if (chunk === null) requests.push(chunks.join(''));
    else chunks.push(chunk.toString());
    return push(chunk, encoding);
  };
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  response.end = (...given: unknown[]) => {
    answers.push(String(given[0]));
    return end(...given);
  };
}
