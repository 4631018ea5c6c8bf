package nexhelm.engine.persona;

import nexhelm.engine.model.Interview;
import nexhelm.engine.model.ModelServer;
import nexhelm.engine.model.ModelSettings;

/** Who does the thinking: one implementation of each persona. */
public record Personas(
        Designer designer, IntegrationEngineer integrationEngineer, Verifier verifier, Evaluator evaluator) {

    /** Those that work without a model and without a network. */
    public static Personas offline() {
        return new Personas(
                new OfflineDesigner(), new OfflineIntegrationEngineer(), new OfflineVerifier(), Evaluator.RULES);
    }

    /** A model designs and analyses; the offline personas do what it cannot, and what no model does yet. */
    public static Personas with(ModelSettings settings) {
        Personas offline = offline();
        Interview interview = new Interview(settings, new ModelServer(settings));
        return new Personas(
                new ModelDesigner(settings.mark(), interview, offline.designer()),
                new ModelIntegrationEngineer(settings.mark(), interview, offline.integrationEngineer()),
                offline.verifier(),
                offline.evaluator());
    }

    /** Lets nobody wait for a model any more, because the engine stops; all personas share one. */
    public void stop() {
        designer.stop();
    }
}
