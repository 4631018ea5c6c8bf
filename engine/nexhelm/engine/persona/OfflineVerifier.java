package nexhelm.engine.persona;

import nexhelm.engine.agent.OfflineAgent;

/** The offline agent: carries each step out with its tool on the sandbox tenant, without a model. */
public final class OfflineVerifier implements Verifier {

    @Override
    public StepResult perform(StepContext context) {
        return new OfflineAgent().perform(context);
    }

    @Override
    public StepResult leave(StepContext context, StepResult.Lacking lacking) {
        return new OfflineAgent().leave(context, lacking);
    }
}
