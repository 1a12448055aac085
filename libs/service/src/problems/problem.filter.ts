import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { answerProblem } from './answer-problem.js';

/** What is thrown in the routes of Nest; what is thrown outside of them the server answers in the same way. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest(), http.getResponse());
  }
}
