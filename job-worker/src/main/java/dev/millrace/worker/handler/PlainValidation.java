package dev.millrace.worker.handler;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Jakarta Validation where no container provides it. */
final class PlainValidation {
    private PlainValidation() {}

    /** Made at its first use, and kept: making one takes long, and the factory holds nothing that must be given back. */
    static Validator validator() {
        return Holder.VALIDATOR;
    }

    private static final class Holder {
        private static final Validator VALIDATOR = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
    }
}
