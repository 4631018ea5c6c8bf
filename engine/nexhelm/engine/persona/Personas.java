package nexhelm.engine.persona;

/** Who does the thinking: one implementation of each persona. */
public record Personas(
        Designer designer, IntegrationEngineer integrationEngineer, Verifier verifier, Evaluator evaluator) {

    /** Those that work without a model and without a network. */
    public static Personas offline() {
        return new Personas(
                new OfflineDesigner(), new OfflineIntegrationEngineer(), new OfflineVerifier(), Evaluator.RULES);
    }
}
